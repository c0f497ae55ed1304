namespace LlmProxy.Limits;

/// <summary>One limit that a request stands under.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Window">Where it took from, once it has; see <see cref="ILimit.Take"/>.</param>
internal readonly record struct LimitHold(ILimit Limit, long Window = 0);
