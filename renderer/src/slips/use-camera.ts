import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'

interface Camera {
  readonly video: RefObject<HTMLVideoElement | null>
  /** The stream runs: otherwise the phone's own camera is asked through a file field. */
  readonly live: boolean
  /** Present where the camera has a lamp. */
  readonly setLight: ((on: boolean) => void) | undefined
  readonly shoot: () => Promise<Blob | null>
}

type Lamp = MediaTrackConstraintSet & { torch?: boolean }

/** The live camera, where the page is a secure one and the person lends it. Plain http in the LAN has none. */
export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null)
  const [track, setTrack] = useState<MediaStreamTrack>()
  useEffect(() => {
    const devices = window.isSecureContext ? (navigator.mediaDevices as MediaDevices | undefined) : undefined
    if (!devices) return
    let stream: MediaStream | undefined
    let gone = false
    devices
      .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 2560 }, height: { ideal: 1920 } } })
      .then((got) => {
        stream = got
        if (gone) return stop(got)
        if (video.current) video.current.srcObject = got
        setTrack(got.getVideoTracks()[0])
      })
      // Refused, or there is none: the file field serves.
      .catch(() => setTrack(undefined))
    return () => {
      gone = true
      if (stream) stop(stream)
    }
  }, [])
  const lamp = (track?.getCapabilities() as { torch?: boolean } | undefined)?.torch === true
  const setLight = useCallback(
    (on: boolean) => void track?.applyConstraints({ advanced: [{ torch: on } as Lamp] }),
    [track],
  )
  const shoot = useCallback(async () => {
    const picture = video.current
    if (!picture || picture.videoWidth === 0) return null
    const canvas = document.createElement('canvas')
    canvas.width = picture.videoWidth
    canvas.height = picture.videoHeight
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    return new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92))
  }, [])
  return { video, live: track !== undefined, setLight: lamp ? setLight : undefined, shoot }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
