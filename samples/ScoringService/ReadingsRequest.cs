using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringService;

/// <summary>The body of a request: an array of readings, or its errors.</summary>
/// <param name="Rows">The readings.</param>
/// <param name="Errors">The messages by the JSON path of their field; empty if there are no errors.</param>
internal sealed record ReadingsRequest(IReadOnlyList<Reading> Rows, IDictionary<string, string[]> Errors)
{
    private const int MostRows = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Reads and checks a body.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Canceled when the client disconnects.</param>
    public static async Task<ReadingsRequest> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await JsonSerializer.DeserializeAsync<Reading?[]>(body, Json, cancellationToken);
            return rows is { Length: > 0 and <= MostRows }
                ? Checked(rows)
                : Refused("$", $"has {rows?.Length ?? 0} readings, expected 1 to {MostRows}");
        }
        catch (JsonException exception)
        {
            return Refused(exception.Path ?? "$", Explain(exception));
        }
    }

    private static ReadingsRequest Checked(Reading?[] rows)
    {
        Dictionary<string, string[]> errors = [];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] is not { } row)
            {
                errors[$"$[{i}]"] = ["is null, expected a reading"];
                continue;
            }

            foreach ((var name, var value) in Measurements(row).Where(m => m.Value is { } v && !float.IsFinite(v)))
            {
                errors[$"$[{i}].{name}"] = ["is too large for a 32-bit number"];
            }
        }

        return new ReadingsRequest(rows!, errors);
    }

    private static (string Name, float? Value)[] Measurements(Reading row) =>
        [
            ("speed", row.Speed),
            ("flow", row.Flow),
            ("pressure", row.Pressure),
            ("power", row.Power),
            ("temperature", row.Temperature),
            ("vibration", row.Vibration),
        ];

    private static ReadingsRequest Refused(string path, string message) =>
        new([], new Dictionary<string, string[]> { [path] = [message] });

    // Do not show the serializer's message, which names .NET types.
    private static string Explain(JsonException exception) =>
        exception.Message switch
        {
            var message when message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) =>
                "has the wrong type: expected numbers for measurements, a text for the mode, and null for what was not measured",
            var message when message.Contains("could not be mapped", StringComparison.Ordinal) =>
                "is no field of a reading",
            var message when message.Contains("missing required properties", StringComparison.Ordinal) =>
                $"lacks {message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..]}",
            var message => message.Split(" Path: ")[0],
        };
}
