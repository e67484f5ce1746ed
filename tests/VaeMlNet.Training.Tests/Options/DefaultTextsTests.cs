using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VaeMlNet.Tests;

/// <summary>Documentation says the defaults that the code has.</summary>
public sealed partial class DefaultTextsTests
{
    private const string Page = "docs/training.md";

    private static readonly XDocument Documentation = XDocument.Load(
        Path.ChangeExtension(typeof(VaeTrainerOptions).Assembly.Location, "xml")
    );

    public static IEnumerable<string> ChosenOptions => DefaultTexts.Rows.Select(row => row.Option);

    public static IEnumerable<PropertyInfo> PropertiesWithDefaults =>
        typeof(VaeTrainerOptions)
            .Assembly.GetExportedTypes()
            .Where(type => type.GetConstructor([]) is not null && !type.IsAbstract)
            .SelectMany(type =>
                type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(property => property.SetMethod is not null && Stated(property) is not null);

    [TestCaseSource(nameof(ChosenOptions))]
    public void Documentation_OfAnOptionThatIsChosenFromTheData_HasItsDefaults(string option)
    {
        var (type, name) = option.Split('.') is [_, var inner]
            ? (typeof(VaeTrainingDataOptions), inner)
            : (typeof(VaeTrainerOptions), option);

        Assert.That(
            ValueOf(type.GetProperty(name)!),
            Does.Contain($"Default: null, chosen from the data: {DefaultTexts.Of(option)}.")
        );
    }

    [Test]
    public void Page_OfTraining_HasTheTableOfDefaults()
    {
        string[] lines =
        [
            $"| option | {string.Join(" | ", DefaultTexts.KindNames)} |",
            $"|---|{string.Concat(DefaultTexts.KindNames.Select(_ => "---|"))}",
            .. DefaultTexts.Rows.Select(row =>
                $"| `{row.Option}` | {string.Join(" | ", row.Defaults.Select(text => text.TrimEnd(',')))} |"
            ),
        ];

        Assert.That(File.ReadAllText(Repository.PathOf(Page)), Does.Contain(string.Join('\n', lines)));
    }

    /// <summary>The default in the documentation of every option is that of a new object.</summary>
    [TestCaseSource(nameof(PropertiesWithDefaults))]
    public void Documentation_OfAnOption_HasTheDefaultOfANewObject(PropertyInfo property)
    {
        var value = property.GetValue(Activator.CreateInstance(property.DeclaringType!));

        var stated = Stated(property)!;

        Assert.That(
            value switch
            {
                null => stated == "null",
                bool flag => stated.Equals(flag.ToString(), StringComparison.OrdinalIgnoreCase),
                Enum member => stated.EndsWith($".{member}", StringComparison.Ordinal) || stated == member.ToString(),
                string text => stated.Trim('"') == text,
                TimeSpan or double or float or int or long => double.TryParse(stated.Replace(",", ""), out var number)
                    && number == Convert.ToDouble(value is TimeSpan time ? time.TotalSeconds : value),
                _ => true,
            },
            $"documented: {stated}; a new object has: {value ?? "null"}"
        );
    }

    private static string? Stated(PropertyInfo property) =>
        StatedDefault().Match(ValueOf(property)) is { Success: true } match
            ? match.Groups["value"].Value.TrimEnd('.')
            : null;

    /// <summary>Returns the text of the value element, with the names of what it refers to.</summary>
    private static string ValueOf(PropertyInfo property)
    {
        var member = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var value = Documentation
            .Descendants("member")
            .SingleOrDefault(element => (string?)element.Attribute("name") == member)
            ?.Element("value");
        foreach (var reference in value?.Descendants("see").ToArray() ?? [])
        {
            reference.ReplaceWith(((string?)reference.Attribute("cref") ?? "").Split(':')[^1]);
        }

        return value is null ? "" : WhiteSpace().Replace(value.Value, " ").Trim();
    }

    [GeneratedRegex(@"^Default: (?<value>null|true|false|-?[\d,]+(\.\d+)?(e-\d+)?|""[^""]*""|VaeMlNet\.[\w.]+)")]
    private static partial Regex StatedDefault();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
