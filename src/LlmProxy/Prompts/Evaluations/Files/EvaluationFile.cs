using LlmProxy.Exchange;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Prompts.Evaluations.Files;

/// <summary>Appends lines to a file, and begins another when it is full or the day over. For one thread.</summary>
/// <remarks>Every start begins a file of its own: nothing is ever appended to a line that a crash has cut.</remarks>
internal sealed class EvaluationFile(string folder, TimeProvider clock) : IDisposable
{
    private FileStream? _stream;
    private DateOnly _day;
    private DateTimeOffset _begun;

    /// <summary>Appends a line.</summary>
    /// <param name="line">The line, its end included.</param>
    /// <param name="options">Says when another file is begun.</param>
    /// <returns>How many old files were removed for it.</returns>
    /// <exception cref="IOException">It could not be written; nothing more goes into this file.</exception>
    public int Append(ReadOnlySpan<byte> line, EvaluationOptions options)
    {
        var now = clock.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var removed = 0;
        if (_stream is null || day != _day || _stream.Position + line.Length > options.MaxFileBytes)
        {
            Close();
            removed = Sweep(options);
            Directory.CreateDirectory(folder);
            // Names are in the order of their files, also of those of one millisecond.
            var next = _begun + TimeSpan.FromMilliseconds(1);
            _begun = now > next ? now : next;
            _stream = Open(EvaluationFolder.NewFile(folder, now, RequestIds.Create(_begun)));
            _day = day;
        }

        _stream.Write(line);
        return removed;
    }

    /// <summary>Gives to the operating system what was appended. It is not waited for the disk: what a crash of the machine takes is a few seconds of statistics.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Flush() => _stream?.Flush();

    /// <summary>Removes old files, with room for another one of full size.</summary>
    public int Sweep(EvaluationOptions options) =>
        EvaluationFolder.Sweep(folder, clock.GetUtcNow(), options.Retention, options.MaxTotalBytes - options.MaxFileBytes);

    /// <summary>Writes no more to this file, which may end in the middle of a line.</summary>
    public void Abandon()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // What could not be written before cannot be written now.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Abandon();

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 64 * 1024,
        };
        // Prompts and answers may be in it: nobody reads it but the gateway's own user.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private void Close()
    {
        var stream = _stream;
        _stream = null;
        stream?.Dispose();
    }
}
