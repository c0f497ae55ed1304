using LlmProxy.Configuration;

namespace LlmProxy.Guardrails;

/// <summary>Makes the guards of a new configuration ready in the background, so that no request waits for patterns to be compiled.</summary>
internal static class GuardWarmUp
{
    /// <summary>Begins it; a guard that a request needs before is made ready by that request.</summary>
    public static Task Begin(LlmConfigModel configuration)
    {
        var guards = configuration.Routes.SelectMany(route => route.Guards.Input.Concat(route.Guards.Output)).Distinct().ToList();
        return guards.Count == 0 ? Task.CompletedTask : Task.Run(() => Warm(guards));
    }

    private static void Warm(List<Guard> guards)
    {
        foreach (var guard in guards)
        {
            try
            {
                guard.Warm();
            }
            catch (Exception)
            {
                // Whoever needs the guard is told what is wrong with it.
            }
        }
    }
}
