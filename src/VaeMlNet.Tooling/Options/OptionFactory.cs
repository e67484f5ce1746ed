using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VaeMlNet.Tooling;

/// <summary>
/// Creates options. A wrong value is a usage error that names the option, the value and the allowed values.
/// </summary>
internal static class OptionFactory
{
    /// <summary>The largest width of choices in the help, in characters.</summary>
    private const int WidestChoices = 60;

    /// <summary>Creates an option for a path or a name.</summary>
    public static Option<string?> Text(string name, string placeholder, string description) =>
        new Option<string?>(name) { HelpName = placeholder, Description = description };

    /// <summary>
    /// Creates an option for a whole number from <paramref name="minimum"/> to <paramref name="maximum"/>; null when it
    /// is not given and has no default.
    /// </summary>
    public static Option<int?> Integer(
        string name,
        string description,
        int minimum,
        int? defaultValue = null,
        int maximum = int.MaxValue
    )
    {
        Option<int?> option = new(name)
        {
            HelpName = "N",
            Description = description,
            CustomParser = result => Integer(result, Single(result), name, minimum, maximum),
        };
        if (defaultValue is not null)
        {
            option.DefaultValueFactory = _ => defaultValue;
        }

        return option;
    }

    /// <summary>Creates the option <c>--seed</c>: any whole number, 1 by default.</summary>
    public static Option<int?> Seed(string description) => Integer("--seed", description, int.MinValue, 1);

    /// <summary>Creates an option for a finite number, at least 0 or above 0.</summary>
    public static Option<double> Number(string name, string description, bool zeroAllowed, double defaultValue)
    {
        return new Option<double>(name)
        {
            HelpName = "X",
            Description = description,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result =>
                zeroAllowed
                    ? ParseNumber(result, name, "of at least 0", value => value >= 0)
                    : ParseNumber(result, name, "above 0", value => value > 0),
        };
    }

    /// <summary>
    /// Creates an option for a number above 0 and below 1, or up to <paramref name="largest"/>; null when it is not
    /// given.
    /// </summary>
    public static Option<double?> Share(string name, string description, double? largest = null)
    {
        return new Option<double?>(name)
        {
            HelpName = "X",
            Description = description,
            CustomParser = result =>
                largest is { } most
                    ? ParseNumber(
                        result,
                        name,
                        FormattableString.Invariant($"above 0 and at most {most}"),
                        value => value > 0 && value <= most
                    )
                    : ParseNumber(result, name, "above 0 and below 1", value => value is > 0 and < 1),
        };
    }

    /// <summary>Creates an option for one of several words.</summary>
    public static Option<string> Choice(
        string name,
        string description,
        IReadOnlyList<string> choices,
        string defaultValue
    )
    {
        var option = Choice(name, description, choices);
        option.DefaultValueFactory = _ => defaultValue;
        return option!;
    }

    /// <summary>
    /// Creates an option for one of several words; null when it is not given. Where they are too many for the help, the error for any other
    /// word lists them.
    /// </summary>
    public static Option<string?> Choice(string name, string description, IReadOnlyList<string> choices)
    {
        var joined = string.Join("|", choices);
        // The widest option determines the indentation of all descriptions.
        Option<string?> option = new(name)
        {
            HelpName = joined.Length <= WidestChoices ? joined : "NAME",
            Description =
                joined.Length <= WidestChoices ? description
                : description.Split(" [default") is [var text, var rest]
                    ? $"{text}; a wrong name lists all [default{rest}"
                : $"{description}; a wrong name lists all",
        };
        option.CompletionSources.Add([.. choices]);
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<string>();
            if (!choices.Contains(value))
            {
                result.AddError($"{name} is '{value}', expected {string.Join(" or ", choices)}.");
            }
        });
        return option;
    }

    /// <summary>
    /// Creates an option for whole numbers from 1 to <paramref name="maximum"/>, separated by commas.
    /// </summary>
    public static Option<int[]?> Integers(string name, string description, int maximum = int.MaxValue)
    {
        return new Option<int[]?>(name)
        {
            HelpName = "N,N",
            Description = description,
            CustomParser = result =>
                [.. Single(result).Split(',').Select(n => Integer(result, n, name, minimum: 1, maximum))],
        };
    }

    /// <summary>Creates an option for names, separated by commas or given several times.</summary>
    public static Option<string[]?> Names(string name, string description)
    {
        return new Option<string[]?>(name)
        {
            HelpName = "A,B",
            Description = description,
            CustomParser = result =>
                [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))],
        };
    }

    /// <summary>Creates an option for a text that may be given several times.</summary>
    public static Option<string[]?> Texts(string name, string placeholder, string description) =>
        new(name) { HelpName = placeholder, Description = description };

    /// <summary>Returns whether an option is one of <see cref="Texts"/>, whose items may have commas.</summary>
    public static bool IsRepeatable(this Option option) => option is Option<string[]?> { CustomParser: null };

    /// <summary>Returns whether the user gave the option, rather than its default value.</summary>
    public static bool IsGiven(this SymbolResult result, Option option) =>
        result.GetResult(option) is { Implicit: false };

    /// <summary>Returns the names of those options that the user gave.</summary>
    public static IEnumerable<string> Given(this SymbolResult result, params IEnumerable<Option> options) =>
        options.Where(option => result.IsGiven(option)).Select(option => option.Name);

    /// <summary>Adds options to a verb, in the order of the help.</summary>
    public static void Add(this Command command, params IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// Returns the items of a list, or null when the option was not given. The default of the parser is an empty
    /// list.
    /// </summary>
    public static T[]? GetList<T>(this ParseResult parse, Option<T[]?> option) =>
        parse.GetValue(option) is { Length: > 0 } items ? items : null;

    private static int Integer(ArgumentResult result, string text, string name, int minimum, int maximum = int.MaxValue)
    {
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum
            && value <= maximum
        )
        {
            return value;
        }

        var range =
            maximum < int.MaxValue ? $"a whole number from {minimum} to {maximum}"
            : minimum > int.MinValue ? $"a whole number of at least {minimum}"
            : "a whole number";
        result.AddError($"{name} is '{text}', expected {range}.");
        return 0;
    }

    private static double ParseNumber(ArgumentResult result, string name, string range, Func<double, bool> isInRange)
    {
        var text = Single(result);
        var parsed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        if (parsed && double.IsFinite(value) && isInRange(value))
        {
            return value;
        }

        result.AddError($"{name} is '{text}', expected a number {range}.");
        return 0;
    }

    private static string Single(ArgumentResult result) => result.Tokens is [var token] ? token.Value : "";
}
