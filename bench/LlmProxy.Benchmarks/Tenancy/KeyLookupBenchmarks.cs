using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Benchmarks.Tenancy;

/// <summary>What it costs to tell a caller by its key, beside the keyed hash that there is no way around.</summary>
public class KeyLookupBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly KeyTable _table = new();
    private string _key = "";
    private KeyHasher _hasher = KeyHasher.Random();
    private KeyHashes _kept = new("");

    /// <summary>How many keys there are.</summary>
    [Params(10, 100_000)]
    public int Keys { get; set; }

    /// <summary>Makes the keys.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _hasher = new KeyHasher(_secret);
        for (var i = 0; i < Keys; i++)
        {
            _key = KeyText.Create();
            _table.Set(new VirtualKey { Id = $"key_{i}", Name = "bench", Created = Now, Hash = _hasher.Hash(_key), Ending = KeyText.Ending(_key) });
        }

        _kept = new KeyHashes(_key);
    }

    /// <summary>The hash alone.</summary>
    [Benchmark(Baseline = true)]
    public byte Hash()
    {
        Span<byte> hash = stackalloc byte[KeyHasher.Size];
        HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(_key), hash);
        return hash[0];
    }

    /// <summary>From the key of a new connection to whoever sends it.</summary>
    [Benchmark]
    public bool Find() => _table.Find(new KeyHashes(_key).By(_hasher), Now) is not null;

    /// <summary>From the key of a connection that has sent it before.</summary>
    [Benchmark]
    public bool FindAgain() => _kept.AreOf(_key) && _table.Find(_kept.By(_hasher), Now) is not null;
}
