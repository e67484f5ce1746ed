using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace VaeMlNet.ApiPages;

/// <summary>The XML file that the compiler writes beside an assembly. Instances are equal if they have the same path.</summary>
internal sealed class XmlComments(string path) : DocumentationProvider
{
    private readonly Dictionary<string, string> members = XDocument
        .Load(path, LoadOptions.PreserveWhitespace)
        .Descendants("member")
        .GroupBy(member => (string)member.Attribute("name")!)
        .ToDictionary(group => group.Key, group => group.First().ToString(SaveOptions.DisableFormatting));

    private string Path => path;

    public override bool Equals(object? obj) => obj is XmlComments other && other.Path == path;

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);

    protected override string GetDocumentationForSymbol(
        string documentationMemberID,
        CultureInfo preferredCulture,
        CancellationToken cancellationToken = default
    ) => members.GetValueOrDefault(documentationMemberID, "");
}
