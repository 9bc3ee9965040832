import { join } from 'node:path'

export interface CephPlace {
  /** Everything is under it. */
  folder: string
  fsid: string
  monitorPort: number
  gatewayPort: number
}

/** The length of a lifecycle's day; the gateway works through its rules as often. */
export const CEPH_DAY_SECONDS = 5

/**
 * One monitor, one OSD, no manager, no authentication inside: a cluster for tests. The two `…_update_on_start` are
 * essential, since without a manager nobody places an OSD that moves itself.
 */
export function cephConfiguration({ folder, fsid, monitorPort, gatewayPort }: CephPlace): string {
  const settings: Record<string, string | number> = {
    fsid,
    mon_host: `v1:127.0.0.1:${monitorPort}`,
    public_addr: '127.0.0.1',
    ms_bind_msgr2: 'false',
    auth_cluster_required: 'none',
    auth_service_required: 'none',
    auth_client_required: 'none',
    osd_pool_default_size: 1,
    osd_pool_default_min_size: 1,
    osd_pool_default_pg_num: 8,
    osd_pool_default_pg_autoscale_mode: 'off',
    mon_allow_pool_size_one: 'true',
    mon_max_pg_per_osd: 1_000,
    osd_crush_chooseleaf_type: 0,
    osd_crush_update_on_start: 'false',
    osd_class_update_on_start: 'false',
    // On the disk, so that what is acknowledged outlives a kill; the file is sparse.
    osd_objectstore: 'bluestore',
    bluestore_block_size: 20 * 2 ** 30,
    mon_data_avail_crit: 1,
    mon_data: join(folder, 'mon'),
    osd_data: join(folder, 'osd'),
    rgw_data: join(folder, 'rgw'),
    run_dir: join(folder, 'run'),
    keyring: join(folder, 'keyring'),
    admin_socket: join(folder, 'run/$name.asok'),
    log_file: join(folder, '$name.log'),
    rgw_frontends: `beast endpoint=127.0.0.1:${gatewayPort}`,
    rgw_lc_debug_interval: CEPH_DAY_SECONDS,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  return `[global]\n${lines.join('')}`
}
