namespace VaeMlNet.Architecture.Tests;

/// <summary>
/// No garbage collection can free a number while libtorch reads it (docs/adr/0023-held-numbers.md). Code that fails here writes
/// a number beside a tensor as <c>Held(0.5)</c>, and a sum as <c>a.Plus(b)</c>.
/// </summary>
internal sealed class UnheldScalarTests
{
    private static IReadOnlyList<SourceProject> Projects => SourceProject.All;

    [TestCaseSource(nameof(Projects))]
    public void Sources_OfAProject_HoldTheNumbersOfTheirFormulas(SourceProject project) =>
        Assert.That(UnheldScalars.Find(project.Compilation), Is.Empty);

    [TestCase("x * 0.5")]
    [TestCase("2 - x")]
    [TestCase("1f / x")]
    [TestCase("x + y")]
    [TestCase("x += y")]
    [TestCase("x + number")]
    [TestCase("number - x")]
    [TestCase("x.add(y)")]
    [TestCase("x.add_(number)")]
    [TestCase("x.clamp(0, 1)")]
    [TestCase("x.pow((Scalar)2)")]
    [TestCase("x.square()")]
    [TestCase("x < 1")]
    [TestCase("nn.functional.softplus(x)")]
    [TestCase("nn.ELU(1)")]
    [TestCase("nn.BatchNorm1d(3)")]
    [TestCase("arange(3)")]
    [TestCase("(float)x.sum()")]
    [TestCase("x.sum().ToSingle()")]
    [TestCase("optimizer.step()")]
    public void Find_CallThatCreatesANumber_NamesFileAndLine(string call)
    {
        var found = Find(call);

        Assert.That(found, Is.EqualTo([$"MadeUp.cs:9: {call};"]));
    }

    [TestCase("x * y - x / y")]
    [TestCase("x * number")]
    [TestCase("x - number")]
    [TestCase("-x")]
    [TestCase("x.add(y, number)")]
    [TestCase("x.clamp(number, number)")]
    [TestCase("x.leaky_relu(number)")]
    [TestCase("x.elu(number, number, number)")]
    [TestCase("arange(number, number, number)")]
    [TestCase("x.sum().item<float>()")]
    public void Find_CallWithHeldNumbers_FindsNothing(string call) => Assert.That(Find(call), Is.Empty);

    private static IReadOnlyList<string> Find(string call)
    {
        var text = $$"""
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            class MadeUp
            {
                object? Result(Tensor x, Tensor y, Scalar number, OptimizerHelper optimizer)
                {
                    return
            {{call}};
                }
            }
            """;
        ProjectCompilation project = new("MadeUp", [new("MadeUp.cs", SourceFile.TopFloor, text)]);

        Assert.That(
            project
                .Compilation.GetDiagnostics()
                .Where(found => found.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error),
            Is.Empty
        );
        return UnheldScalars.Find(project);
    }
}
