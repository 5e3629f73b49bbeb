export const deskPath = (episode: string, id: string, rest: string): string => `/equipo/meson/${episode}/${id}/${rest}`
export const scanPath = (episode: string, id: string, path: string): string => deskPath(episode, id, `escaner?p=${encodeURIComponent(path)}`)
