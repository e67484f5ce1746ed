namespace VaeMlNet.Tooling.Tests;

internal sealed class FailureReportTests
{
    private const string Version = ", Version=1.0.0.0, Culture=neutral, PublicKeyToken=null";

    private static readonly string Present = typeof(FailureReport).Assembly.GetName().Name!;

    /// <summary>.NET calls an assembly missing if it cannot open one more file.</summary>
    [Test]
    public void Describe_AssemblyThatIsThere_IsNotCalledMissing([Values] bool isLoadError)
    {
        var name = Present + Version;
        Exception error = isLoadError
            ? new FileLoadException("no", name)
            : new FileNotFoundException("It is missing.", name);

        Assert.That(
            FailureReport.Describe(error),
            Does.Contain($"{Present}.dll' is there").And.Contain("ulimit -n 1024").And.Not.Contain("missing")
        );
    }

    [TestCase("NoSuchAssembly" + Version)]
    [TestCase("rows.csv")]
    [TestCase(null)]
    public void Describe_FileThatIsMissing_HasTheMessageOfTheException(string? name) =>
        Assert.That(
            FailureReport.Describe(new FileNotFoundException("It is missing.", name)),
            Is.EqualTo("It is missing.")
        );

    /// <summary>The name of a data file may look like that of an assembly of the tool.</summary>
    [Test]
    public void Describe_FileNamedLikeAnAssembly_HasTheMessageOfTheException() =>
        Assert.That(FailureReport.Describe(new FileNotFoundException("No.", Present)), Is.EqualTo("No."));

    [Test]
    public void Describe_NotEnoughMemory_SaysWhatToDo() =>
        Assert.That(
            FailureReport.Describe(new InsufficientMemoryException()),
            Does.Contain("not enough memory").And.Contain("fewer rows").And.Not.Contain("Exception")
        );

    [Test]
    public void Describe_ErrorOfAParameter_DoesNotNameTheParameter() =>
        Assert.That(
            FailureReport.Describe(new ArgumentException("It is wrong.", "options")),
            Is.EqualTo("It is wrong.")
        );

    private static IEnumerable<Exception> Wrapped()
    {
        FileNotFoundException cause = new("no", Present + Version);
        yield return new AggregateException(cause);
        yield return new InvalidOperationException("Exception thrown in cursoring", cause);
    }

    [TestCaseSource(nameof(Wrapped))]
    public void Write_WrappedInAnExceptionOfAThread_IsDescribedByItsCause(Exception wrapped)
    {
        using StringWriter error = new() { NewLine = "\n" };
        CommandTerminal terminal = new(TextWriter.Null, error, isInteractive: false);

        var code = FailureReport.Write(wrapped, terminal, verbose: false, CancellationToken.None);

        Assert.That(code, Is.EqualTo(ExitCode.Error));
        Assert.That(error.ToString(), Does.StartWith("vaemlnet: error: '").And.Contain("ulimit"));
    }
}
