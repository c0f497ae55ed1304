namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>A replica's cache: blocks of a prompt, each reached through the one before, the least recently used thrown out (as vLLM's).</summary>
internal sealed class ReplicaCache(int bytes)
{
    /// <summary>Bytes of a block: 16 tokens of about 4.</summary>
    private const int BlockBytes = 64;

    private readonly Dictionary<ulong, LinkedListNode<ulong>> _blocks = [];
    private readonly LinkedList<ulong> _byUse = new();
    private readonly int _capacity = bytes / BlockBytes;

    /// <summary>Serves a prompt, which is in the cache from then on.</summary>
    /// <returns>How many of its bytes were found there.</returns>
    public int Serve(string prompt)
    {
        var found = 0;
        var isHit = true;
        var hash = 14695981039346656037UL;
        for (var at = 0; at + BlockBytes <= prompt.Length; at += BlockBytes)
        {
            foreach (var letter in prompt.AsSpan(at, BlockBytes))
                hash = (hash ^ letter) * 1099511628211UL; // FNV-1a, of everything up to here
            isHit &= Touch(hash);
            if (isHit)
                found += BlockBytes;
        }

        return found;
    }

    private bool Touch(ulong block)
    {
        if (_blocks.TryGetValue(block, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return true;
        }

        if (_blocks.Count == _capacity)
        {
            _blocks.Remove(_byUse.Last!.Value);
            _byUse.RemoveLast();
        }

        _blocks[block] = _byUse.AddFirst(block);
        return false;
    }
}
