using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeMlNet.Architecture.Tests;

/// <summary>The first-level folders of a project are floors: code in a folder uses only the folders below it.</summary>
internal sealed partial class FloorTests
{
    private const string Page = "docs/architecture.md";

    private static IReadOnlyList<SourceProject> Projects => SourceProject.All;

    /// <summary>Missing references show in declarations and usings. To compile the bodies, too, would take twice the time.</summary>
    [TestCaseSource(nameof(Projects))]
    public void Sources_OfAProject_Compile(SourceProject project)
    {
        var errors = project
            .Compilation.Compilation.GetDeclarationDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        Assert.That(errors, Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Folders_OfAProject_DependOnEachOtherInOneDirection(SourceProject project) =>
        Assert.That(project.Folders.Cycles, Is.Empty, project.Folders.Describe);

    /// <summary>A part in another folder would count as one of the main part's folder, and could use any floor.</summary>
    [TestCaseSource(nameof(Projects))]
    public void Parts_OfAType_LieInOneFolder(SourceProject project)
    {
        var scattered = project
            .Compilation.Trees.SelectMany(tree =>
                tree.GetRoot()
                    .DescendantNodes()
                    .OfType<TypeDeclarationSyntax>()
                    .Where(type => type.Parent is BaseNamespaceDeclarationSyntax)
                    .Select(type => (type.Identifier.Text, project.Compilation.FileOf(tree).Folder))
            )
            .Distinct()
            .GroupBy(part => part.Text, part => part.Folder)
            .Where(folders => folders.Count() > 1)
            .Select(folders => $"{folders.Key}: {string.Join(", ", folders)}");

        Assert.That(scattered, Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Page_OfTheArchitecture_ListsTheFloorsFromTopToBottom(SourceProject project)
    {
        var listed = ListedFloors(project.Name);

        var order = string.Join(", ", project.Folders.TopToBottom);

        Assert.That(listed, Is.EquivalentTo(project.Folders.TopToBottom), $"{Page}, from top to bottom: {order}");
        Assert.That(project.Folders.FindUpward(listed), Is.Empty);
    }

    /// <summary>Returns the bold names in the table under the project's heading.</summary>
    private static string[] ListedFloors(string project)
    {
        var sections = File.ReadAllText(Repository.PathOf(Page)).Split("\n## ");
        var section = Array.Find(sections, section => section.StartsWith($"{project}\n", StringComparison.Ordinal));
        return [.. FloorRow().Matches(section ?? "").Select(match => match.Groups["floor"].Value)];
    }

    [GeneratedRegex(@"^\| \*\*(?<floor>[^*]+)\*\* \|", RegexOptions.Multiline)]
    private static partial Regex FloorRow();
}
