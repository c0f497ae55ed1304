namespace LlmProxy.Exchange.Filters;

/// <summary>Gives an answer the filters that a feature wants on it. Sources are asked in the order in which they were registered.</summary>
public interface IResponseFilterSource
{
    /// <summary>A new filter for one streamed answer, or <c>null</c> where the feature does not concern it.</summary>
    ResponseFilter? Create(LlmAttempt attempt);
}
