using LlmProxy.Core.Errors;
using LlmProxy.Host.Access;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Telemetry;

namespace LlmProxy.Host.Tenancy;

/// <summary>Maps the endpoints by which keys are made and ended.</summary>
internal static class KeyEndpointsExtensions
{
    /// <summary>Maps them, for whoever has the admin key.</summary>
    public static void MapKeys(this IEndpointRouteBuilder endpoints)
    {
        Map(HttpMethods.Post, KeyEndpoints.Path, static (keys, context) => keys.CreateAsync(context));
        Map(HttpMethods.Get, KeyEndpoints.Path, static (keys, context) => keys.ListAsync(context));
        Map(HttpMethods.Get, KeyEndpoints.Path + "/{id}", static (keys, context) => keys.ShowAsync(context));
        Map(HttpMethods.Patch, KeyEndpoints.Path + "/{id}", static (keys, context) => keys.ChangeAsync(context));
        Map(HttpMethods.Delete, KeyEndpoints.Path + "/{id}", static (keys, context) => keys.RevokeAsync(context));
        Map(HttpMethods.Post, KeyEndpoints.Path + "/{id}/rotate", static (keys, context) => keys.RotateAsync(context));

        void Map(string method, string path, Func<KeyEndpoints, HttpContext, Task> answer) =>
            endpoints.MapMethods(path, [method], context => AnswerAsync(context, answer)).WithoutTrace().RequireAdmin();
    }

    private static async Task AnswerAsync(HttpContext context, Func<KeyEndpoints, HttpContext, Task> answer)
    {
        try
        {
            await answer(context.RequestServices.GetRequiredService<KeyEndpoints>(), context);
        }
        catch (LlmException e)
        {
            await ErrorAnswer.WriteAsync(context, e.Error);
        }
    }
}
