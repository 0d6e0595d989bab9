<?php
// Finds the script of a request as web.locations says, and runs it. Files that are no scripts are answered by the router before.
function slipway_script(): ?string
{
    $application = json_decode(base64_decode((string) getenv('PLATFORM_APPLICATION')), true);
    $web = $application['web'] ?? [];
    $locations = $web['locations'] ?? ['/' => [
        'root' => $web['document_root'] ?? '/',
        'passthru' => $web['passthru'] ?? true,
        'index' => $web['index_files'] ?? ['index.php'],
    ]];
    $path = '/' . ltrim(rawurldecode(explode('?', $_SERVER['REQUEST_URI'], 2)[0]), '/');
    $prefix = null;
    foreach (array_keys($locations) as $each) {
        $folder = '/' . trim((string) $each, '/');
        $folder = $folder === '/' ? '/' : $folder . '/';
        if (str_starts_with($path . '/', $folder) && strlen($folder) > strlen((string) $prefix)) {
            $prefix = $folder;
            $location = $locations[$each] ?? [];
        }
    }
    if ($prefix === null) {
        return null;
    }
    $root = realpath(getenv('PLATFORM_APP_DIR') . '/' . trim((string) ($location['root'] ?? ''), '/'));
    if ($root === false) {
        return null;
    }
    $_SERVER['DOCUMENT_ROOT'] = $root;
    if ($location['scripts'] ?? true) {
        $below = (string) substr($path, strlen($prefix));
        if (preg_match('#^(.*?\.php)(/.*)?$#', $below, $parts)) {
            $script = slipway_file($root, $parts[1], $prefix . $parts[1], $parts[2] ?? '');
            if ($script !== null) {
                return $script;
            }
        }
        foreach ($location['index'] ?? ['index.php'] as $index) {
            $name = rtrim($below, '/') . '/' . $index;
            if (str_ends_with($index, '.php') && ($script = slipway_file($root, $name, $prefix . ltrim($name, '/'), '')) !== null) {
                return $script;
            }
        }
    }
    $controller = $location['passthru'] ?? false;
    if ($controller === true) {
        $controller = '/index.php';
    }
    if (!is_string($controller)) {
        return null;
    }
    $controller = explode('?', $controller, 2)[0];
    $name = str_starts_with($controller, $prefix) ? substr($controller, strlen($prefix)) : ltrim($controller, '/');
    return slipway_file($root, $name, '/' . ltrim($controller, '/'), '');
}

function slipway_file(string $root, string $name, string $url, string $info): ?string
{
    $file = realpath($root . '/' . $name);
    if (preg_match('#(^|/)\.#', $name)) {
        return null;
    }
    if ($file === false || !is_file($file) || !str_starts_with($file, realpath((string) getenv('PLATFORM_APP_DIR')) . '/')) {
        return null;
    }
    $_SERVER['SCRIPT_FILENAME'] = $file;
    $_SERVER['SCRIPT_NAME'] = $url;
    $_SERVER['PHP_SELF'] = $url . $info;
    unset($_SERVER['PATH_INFO']);
    if ($info !== '') {
        $_SERVER['PATH_INFO'] = $info;
    }
    return $file;
}

$slipway_script = slipway_script();
if ($slipway_script === null) {
    http_response_code(404);
    echo "Not found\n";
    return true;
}
chdir(dirname($slipway_script));
// Scripts expect to run outside of any function.
require $slipway_script;
