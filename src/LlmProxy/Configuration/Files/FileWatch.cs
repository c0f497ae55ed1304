namespace LlmProxy.Configuration.Files;

/// <summary>Calls back when a file may have changed: soon after a notice of the file system, and at least every five seconds.</summary>
/// <remarks>
/// Mounted configurations (Kubernetes config maps, network drives) change without a notice, or with one for a link
/// elsewhere. Editors write in several steps, so a notice is followed by a quarter of a second of waiting.
/// The callback must tell itself whether anything has changed. It is never called twice at once.
/// </remarks>
internal sealed class FileWatch : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private readonly Action _check;
    private readonly Action<Exception> _failed;
    private readonly ITimer _timer;
    private readonly FileSystemWatcher? _watcher;
    private readonly Lock _checking = new();
    private volatile bool _noticed;
    private volatile bool _disposed;

    /// <param name="path">The file; or, with <paramref name="isTree"/>, a folder that is watched with all that is in it.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="check">Looks whether anything has changed.</param>
    /// <param name="failed">Is told what <paramref name="check"/> throws: a timer's thread is under it, where it would end the process. It is looked again at the next turn.</param>
    /// <param name="isTree">Whether it is a folder.</param>
    public FileWatch(string path, TimeProvider clock, Action check, Action<Exception> failed, bool isTree = false)
    {
        _check = check;
        _failed = failed;
        _timer = clock.CreateTimer(static watch => ((FileWatch)watch!).Check(), this, Poll, Poll);
        _watcher = Listen(isTree ? path : Path.GetDirectoryName(path)!, isTree);
    }

    /// <summary>Has it looked once more soon: what was found is still being written.</summary>
    public void LookAgain()
    {
        if (!_disposed)
            _timer.Change(Settle, Poll);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _watcher?.Dispose();
        _timer.Dispose();
    }

    private FileSystemWatcher? Listen(string folder, bool isTree)
    {
        try
        {
            // The whole folder: a config map is swapped by renaming a link beside the file.
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = isTree };
            watcher.Changed += Notice;
            watcher.Created += Notice;
            watcher.Deleted += Notice;
            watcher.Renamed += Notice;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // No such folder, or no notices left to have (inotify's limit): polling alone finds changes too.
            return null;
        }
    }

    private void Notice(object sender, FileSystemEventArgs e)
    {
        // Only the first notice starts the wait: other files in the folder may change without a pause.
        if (!_disposed && !_noticed)
        {
            _noticed = true;
            _timer.Change(Settle, Poll);
        }
    }

    private void Check()
    {
        if (_disposed || !_checking.TryEnter())
        {
            return;
        }

        try
        {
            _noticed = false;
            _check();
        }
        catch (Exception e)
        {
            _failed(e);
        }
        finally
        {
            _checking.Exit();
        }
    }
}
