namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>Where in its chain a request meets a fault.</summary>
internal enum Position
{
    First,
    Second,
    All,
    Alone,
    Once,
}
