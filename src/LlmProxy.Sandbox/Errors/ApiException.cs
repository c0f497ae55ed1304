namespace LlmProxy.Sandbox.Errors;

/// <summary>A request that ends with an error body in the form of its protocol.</summary>
internal sealed class ApiException(int status, string message, string type) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>OpenAI's <c>error.type</c>.</summary>
    public string Type { get; } = type;

    /// <summary>OpenAI's <c>error.param</c>: the field at fault.</summary>
    public string? Param { get; init; }

    /// <summary>OpenAI's <c>error.code</c>.</summary>
    public string? Code { get; init; }

    /// <summary>A 400 about one field.</summary>
    public static ApiException Invalid(string message, string? param, string? code = null) =>
        new(StatusCodes.Status400BadRequest, message, "invalid_request_error") { Param = param, Code = code };

    /// <summary>A 400 about a required field that is not there.</summary>
    public static ApiException Missing(string field) =>
        Invalid($"Missing required parameter: '{field}'.", field, "missing_required_parameter");

    /// <summary>A 400 about a field of the wrong JSON type.</summary>
    public static ApiException WrongType(string field, string expected) =>
        Invalid($"Invalid type for '{field}': expected {expected}.", field, "invalid_type");

    /// <summary>A 404 about something stored.</summary>
    public static ApiException NotFound(string what, string id, string param) =>
        new(StatusCodes.Status404NotFound, $"{what} with id '{id}' not found.", "invalid_request_error") { Param = param };
}
