using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Tooling;

/// <summary>
/// Finds an unknown option that the parser took for a positional argument, such as <c>--model=onnx/mnist</c> instead of
/// <c>onnx/mnist</c>.
/// </summary>
internal static class MisplacedOption
{
    private static readonly string[] Ordinals = ["first", "second", "third"];

    /// <summary>Returns a message with the form of the command line; null where no option is misplaced.</summary>
    public static string? Find(ParseResult parse)
    {
        // After "--", an argument may begin with "--".
        if (parse.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            return null;
        }

        var verb = parse.CommandResult.Command;
        // An argument with any number of values, and also none, contains options for another command line.
        Argument[] arguments =
        [
            .. verb.Arguments.Where(argument =>
                argument.Arity.MaximumNumberOfValues == 1 || argument.Arity.MinimumNumberOfValues > 0
            ),
        ];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (parse.GetResult(arguments[i])?.Tokens.FirstOrDefault(token => IsOption(token.Value)) is { } option)
            {
                return Describe(parse, verb, arguments, i, option.Value);
            }
        }

        return null;
    }

    private static bool IsOption(string value) => value.StartsWith("--", StringComparison.Ordinal);

    private static string Describe(ParseResult parse, Command verb, Argument[] arguments, int index, string value)
    {
        var root = parse.RootCommandResult.Command;
        var tool = verb == root ? root.Name : $"{root.Name} {verb.Name}";
        var form = string.Join(' ', arguments.Select(argument => argument.Name));
        var option = value.Split('=')[0];
        return $"'{verb.Name}' has no option '{option}'. It takes {arguments[index].Name} as its {Ordinals[index]} argument: "
            + $"{tool} {form} [options].";
    }
}
