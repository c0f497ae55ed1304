using System.Buffers;

namespace LlmProxy.Core.Events;

/// <summary>Writes events as one client protocol's stream; one instance for each stream.</summary>
public interface IStreamEncoder
{
    /// <summary>Appends the frames that <paramref name="e"/> becomes, which may be none.</summary>
    void Encode(in LlmEvent e, IBufferWriter<byte> output);
}
