namespace LlmProxy.Load.Processes;

/// <summary>A process that a measurement needs did not start as it should; the message says what to do.</summary>
internal sealed class StartException(string message) : Exception(message);
