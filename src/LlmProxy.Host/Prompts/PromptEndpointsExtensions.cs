using LlmProxy.Core.Errors;
using LlmProxy.Host.Access;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Telemetry;

namespace LlmProxy.Host.Prompts;

/// <summary>Maps the endpoints of prompts.</summary>
internal static class PromptEndpointsExtensions
{
    private const string Name = PromptEndpoints.Path + "/{name}";
    private const string Version = Name + "/versions/{version}";

    /// <summary>Maps them, for whoever has the admin key.</summary>
    public static void MapPrompts(this IEndpointRouteBuilder endpoints)
    {
        Map(HttpMethods.Get, PromptEndpoints.Path, static (prompts, context) => prompts.ListAsync(context));
        Map(HttpMethods.Get, Name, static (prompts, context) => prompts.ShowAsync(context));
        Map(HttpMethods.Get, Name + "/diff", static (prompts, context) => prompts.DiffAsync(context));
        Map(HttpMethods.Post, Name + "/live", static (prompts, context) => prompts.MakeLiveAsync(context));
        Map(HttpMethods.Post, Name + "/render", static (prompts, context) => prompts.RenderAsync(context));
        Map(HttpMethods.Post, Name + "/versions", static (prompts, context) => prompts.CreateAsync(context));
        Map(HttpMethods.Get, Version, static (prompts, context) => prompts.ShowVersionAsync(context));
        Map(HttpMethods.Delete, Version, static (prompts, context) => prompts.RemoveAsync(context));
        // A mistyped path or method must not become a request to a provider, which would get the admin key.
        endpoints.Map(PromptEndpoints.Path + "/{**rest}", NotFound.AnswerAsync).WithoutTrace();

        void Map(string method, string path, Func<PromptEndpoints, HttpContext, Task> answer) =>
            endpoints.MapMethods(path, [method], context => AnswerAsync(context, answer)).WithoutTrace().RequireAdmin();
    }

    private static async Task AnswerAsync(HttpContext context, Func<PromptEndpoints, HttpContext, Task> answer)
    {
        try
        {
            await answer(context.RequestServices.GetRequiredService<PromptEndpoints>(), context);
        }
        catch (LlmException e)
        {
            await ErrorAnswer.WriteAsync(context, e.Error);
        }
    }
}
