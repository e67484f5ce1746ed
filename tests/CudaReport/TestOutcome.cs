using System.Xml.Linq;

namespace VaeMlNet.CudaReports;

/// <summary>The results of the tests of an assembly.</summary>
/// <param name="Assembly">The name of the assembly.</param>
/// <param name="PassedCount">The number of tests that passed.</param>
/// <param name="Failed">The tests that failed, with their messages.</param>
/// <param name="Skipped">The tests that did not run to their end, with the reasons.</param>
internal sealed record TestOutcome(
    string Assembly,
    int PassedCount,
    IReadOnlyList<(string Test, string Message)> Failed,
    IReadOnlyList<(string Test, string Message)> Skipped
)
{
    /// <summary>Reads NUnit's file of results.</summary>
    public static TestOutcome Read(string assembly, XDocument results)
    {
        var cases = results.Descendants("test-case").ToArray();
        IReadOnlyList<(string, string)> WithResult(params string[] names) =>
            [
                .. cases
                    .Where(test => names.Contains(Value(test, "result")))
                    .Select(test =>
                        (Value(test, "fullname"), (test.Descendants("message").FirstOrDefault()?.Value ?? "").Trim())
                    ),
            ];
        var passed = WithResult("Passed", "Warning").Count;
        return new(assembly, passed, WithResult("Failed"), WithResult("Skipped", "Inconclusive"));
    }

    /// <summary>Returns the outcome of a process that ended before it wrote its results.</summary>
    public static TestOutcome Crashed(string assembly, OwnProgram run) =>
        new(
            assembly,
            0,
            [
                (
                    assembly,
                    FormattableString.Invariant(
                        $"The process ended with exit code {run.ExitCode} and wrote no results. Its last lines:\n{run.LastErrors}"
                    )
                ),
            ],
            []
        );

    private static string Value(XElement element, string name) => (string?)element.Attribute(name) ?? "";
}
