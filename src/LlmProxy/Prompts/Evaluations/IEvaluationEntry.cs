using LlmProxy.Core.Buffers;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>Something that is to be a line of the evaluation log. It is written by one thread, and then disposed of.</summary>
internal interface IEvaluationEntry : IDisposable
{
    /// <summary>Writes the line, its end included.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="maxBytes">Most bytes that it may have; beyond it, it goes without content.</param>
    /// <returns>Whether all is in it; false: some content could not be redacted, and is left out.</returns>
    bool Write(PooledBuffer output, long maxBytes);
}
