namespace NotebookRunner.Tests;

public sealed class CellCodeTests
{
    [Test]
    public void WithoutDirectives_KernelsOwnLines_BecomeEmpty()
    {
        const string source =
            "// packages\n#r \"nuget: A, 1.0\"\n  #i \"nuget:folder\"\n#!time\nvar x = \"#!no\";\n#pragma warning disable\n";

        Assert.That(
            CellCode.WithoutDirectives(source),
            Is.EqualTo("// packages\n\n\n\nvar x = \"#!no\";\n#pragma warning disable\n")
        );
    }
}
