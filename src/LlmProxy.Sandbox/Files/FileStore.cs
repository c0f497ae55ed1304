using System.Diagnostics.CodeAnalysis;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Files;

/// <summary>The files of one server, bounded in number and in bytes; the oldest goes first.</summary>
internal sealed class FileStore(int capacity)
{
    private const long MaxBytes = 256 * 1024 * 1024;

    private readonly BoundedStore<StoredFile> _files = new(capacity);
    private readonly Lock _gate = new();

    public ulong NextNumber() => _files.NextNumber();

    public void Put(StoredFile file)
    {
        lock (_gate)
        {
            _files.Put(file.Id, file);
            var bytes = 0L;
            foreach (var kept in _files.NewestFirst())
            {
                bytes += kept.Content.Length;
                // The newest stays even if it is larger than the bound by itself: a body's limit bounds it too.
                if (bytes > MaxBytes && kept.Id != file.Id) _files.Remove(kept.Id);
            }
        }
    }

    public bool TryGet(string id, [NotNullWhen(true)] out StoredFile? file) => _files.TryGet(id, out file);

    public bool Remove(string id) => _files.Remove(id);

    public StoredFile[] NewestFirst() => _files.NewestFirst();
}
