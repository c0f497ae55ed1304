using System.Net;

namespace LlmProxy.Load.Processes;

/// <summary>A process that is measured.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="ProcessId">Its id.</param>
internal sealed record Target(string Name, IPEndPoint EndPoint, int ProcessId)
{
    /// <summary>Its address as configurations name it.</summary>
    public string Address => $"http://{EndPoint}/";
}
