using Microsoft.CodeAnalysis;

namespace VaeMlNet.Architecture.Tests;

/// <summary>First-level folders of a project are floors: one may use those below it, and never those above it.</summary>
internal sealed class FloorTests
{
    private static IReadOnlyList<SourceProject> Projects => SourceProject.All;

    [TestCaseSource(nameof(Projects))]
    public void Folders_OfAProject_DependOnEachOtherInOneDirection(SourceProject project)
    {
        ProjectCompilation compiled = new(project.Name, project.Files);
        Assert.That(Errors(compiled), Is.Empty, $"{project} does not compile here");

        FolderGraph graph = new(FolderReferences.Find(compiled), project.Files);

        Assert.That(graph.Cycles, Is.Empty, graph.Describe);
    }

    /// <summary>Missing references show in declarations and usings; to compile the bodies, too, would take twice the time.</summary>
    private static string[] Errors(ProjectCompilation compiled) =>
        [
            .. compiled
                .Compilation.GetDeclarationDiagnostics()
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.ToString()),
        ];
}
