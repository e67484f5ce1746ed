using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// The lines between this program and the processes that take turns. A child reports its facts, then answers each <c>go</c> with
/// the figures of one turn, and ends when its input ends. Between turns it waits and computes nothing.
/// </summary>
internal static class TurnLines
{
    public const string Go = "go";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes an object as one line.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    /// <exception cref="InvalidDataException">The line is not such an object.</exception>
    public static T Read<T>(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"A candidate's process printed '{line}', expected {typeof(T).Name} as JSON: {exception.Message} Nothing else may go to its standard output.",
                exception
            );
        }
    }
}
