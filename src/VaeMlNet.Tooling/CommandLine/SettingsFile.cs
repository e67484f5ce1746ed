using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace VaeMlNet.Tooling;

/// <summary>
/// The options of a verb in a JSON file: <c>{ "data": "x.csv", "columns": ["a", "b"], "epochs": 5, "resume": true }</c>. Options
/// on the command line override the file.
/// </summary>
internal sealed class SettingsFile
{
    private static readonly JsonDocumentOptions Json = new()
    {
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly string path;
    private readonly Dictionary<Option, string[]> given = [];

    private SettingsFile(string path, JsonElement members, CommandResult commandLine)
    {
        this.path = path;
        foreach (var member in members.EnumerateObject())
        {
            var option = Find(commandLine.Command, member.Name);
            if (Values(option, member) is { Length: > 0 } values && !commandLine.IsGiven(option))
            {
                given[option] = values;
            }
        }
    }

    /// <summary>Creates the option <c>--settings</c>, which every verb has.</summary>
    public static Option<string?> CreateOption() =>
        new("--settings")
        {
            HelpName = "FILE.json",
            Description =
                "A JSON file of options, by their names without dashes. Options on the command line override the file",
            Recursive = true,
        };

    /// <summary>Gets the arguments that the file adds to the command line.</summary>
    public IEnumerable<string> Arguments =>
        given.SelectMany(option => option.Value.Select(value => $"{option.Key.Name}={value}"));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="commandLine">The parsed command line, without the file.</param>
    /// <exception cref="CommandException">The file is missing.</exception>
    public static SettingsFile Read(string path, CommandResult commandLine)
    {
        try
        {
            using var document = InputFile.ReadJson(path, stream => JsonDocument.Parse(stream, Json));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new SettingsFile(path, document.RootElement, commandLine)
                : throw new JsonException($"it contains {Name(document.RootElement.ValueKind)}, expected an object");
        }
        // InvalidOperationException: a text that is not UTF-8, or an unpaired surrogate.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException(
                $"'{path}' is not a settings file: {e.Message.TrimEnd('.')}. Expected options by their names, such as {{ \"data\": \"x.csv\" }}.",
                e
            );
        }
    }

    /// <summary>
    /// Describes an error of the command line, with the name of the file if the error comes from it.
    /// </summary>
    public string Describe(ParseError error)
    {
        for (var symbol = error.SymbolResult; symbol is not null; symbol = symbol.Parent)
        {
            if (symbol is OptionResult result && given.ContainsKey(result.Option))
            {
                return $"'{path}', member '{MemberName(result.Option)}': {error.Message}";
            }
        }

        return error.Message;
    }

    private static string MemberName(Option option) => option.Name.TrimStart('-');

    private Option Find(Command verb, string name) =>
        verb.Options.FirstOrDefault(option => MemberName(option) == name)
        ?? throw new UsageException(
            $"'{path}' has a member '{name}', which is not an option of {verb.Name}. Its options are: "
                + $"{string.Join(", ", verb.Options.Select(MemberName))}."
        );

    /// <summary>Returns the values of an option as texts of the command line; none for a switch that is false or an empty array.</summary>
    private string[] Values(Option option, JsonProperty member)
    {
        var value = member.Value;
        if (option.ValueType == typeof(bool))
        {
            return value.ValueKind switch
            {
                JsonValueKind.True => ["true"],
                JsonValueKind.False => [],
                _ => throw WrongType(member, "true or false"),
            };
        }

        if (option.ValueType.GetElementType() is not { } element)
        {
            return [Scalar(option.ValueType, member, value)];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw WrongType(member, element == typeof(string) ? "an array of strings" : "an array of numbers");
        }

        var items = value.EnumerateArray();
        return option.IsRepeatable() ? [.. items.Select(item => Scalar(element, member, item))]
            : items.Any() ? [string.Join(',', items.Select(item => Item(element, member, item)))]
            : [];
    }

    private string Item(Type type, JsonProperty member, JsonElement item)
    {
        var text = Scalar(type, member, item);
        return text.Contains(',')
            ? throw new UsageException(
                $"'{path}', member '{member.Name}': '{text}' has a comma, which separates the items of an option. Use names without commas."
            )
            : text;
    }

    private string Scalar(Type type, JsonProperty member, JsonElement value) =>
        (value.ValueKind, type == typeof(string)) switch
        {
            (JsonValueKind.String, true) when value.GetString() is { Length: > 0 } text => text,
            (JsonValueKind.Number, false) => value.GetRawText(),
            (_, true) => throw WrongType(member, "a string that is not empty"),
            _ => throw WrongType(member, "a number"),
        };

    private UsageException WrongType(JsonProperty member, string expected) =>
        new($"'{path}', member '{member.Name}': it is {Name(member.Value.ValueKind)}, expected {expected}.");

    private static string Name(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
}
