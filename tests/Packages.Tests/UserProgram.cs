using System.Runtime.InteropServices;

namespace VaeMlNet.Packages.Tests;

/// <summary>A program outside the repository, which references the packed libraries by a project file of its own.</summary>
internal sealed class UserProgram : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="code">The source of the program.</param>
    /// <param name="references">The packages that it references, with their versions.</param>
    public UserProgram(string code, params (string Package, string Version)[] references)
    {
        var items = references.Select(r => $"<PackageReference Include=\"{r.Package}\" Version=\"{r.Version}\" />");
        Directory.CreateDirectory(folder["program"]);
        // The packed libraries are unpacked into a folder of the test, the others come from the user's package cache.
        File.WriteAllText(
            folder["program", "program.csproj"],
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <EnableTrimAnalyzer>true</EnableTrimAnalyzer>
                <EnableAotAnalyzer>true</EnableAotAnalyzer>
                <RestoreAdditionalProjectSources>{PackedFiles.Folder}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{folder["packages"]}</RestorePackagesPath>
                <RestoreFallbackFolders>{PackageCache}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>{string.Concat(items)}</ItemGroup>
            </Project>
            """
        );
        File.WriteAllText(folder["program", "Program.cs"], code);
    }

    internal static string PackageCache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Builds and runs the program.</summary>
    public ProgramRun Run() => ProgramRun.Run("dotnet", folder["program"], "run")!;

    /// <summary>Builds the program, with the analyzers of trimming and of compilation ahead of time.</summary>
    public ProgramRun Build() => ProgramRun.Run("dotnet", folder["program"], "build")!;

    /// <summary>Publishes the program for this machine's runtime and runs what was published.</summary>
    public ProgramRun RunPublished()
    {
        ProgramRun
            .Run(
                "dotnet",
                folder["program"],
                "publish",
                $"--runtime={RuntimeInformation.RuntimeIdentifier}",
                "--no-self-contained",
                $"--output={folder["published"]}"
            )!
            .Succeeded();
        return ProgramRun.Run("dotnet", folder["program"], folder["published", "program.dll"])!;
    }

    public void Dispose() => folder.Dispose();
}
