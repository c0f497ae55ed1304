using LlmProxy.Exchange;

namespace LlmProxy.Limits;

/// <summary>Gives the limits that a request stands under. Asked once for each request.</summary>
internal interface ILimitSource
{
    /// <summary>Adds them to <paramref name="limits"/>; nothing where none apply.</summary>
    void Collect(LlmExchange exchange, List<ILimit> limits);
}
