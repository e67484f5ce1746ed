using System.Xml.Linq;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace VaeMlNet.CudaReports;

/// <summary>Runs the tests of an assembly that have the category CUDA.</summary>
internal static class TestRun
{
    /// <summary>The first argument of the process that runs the tests of one assembly.</summary>
    public const string Verb = "run-tests";

    /// <summary>Runs the tests in a new process, so that a crash of native code costs one assembly's results only.</summary>
    /// <param name="assembly">The name of the assembly.</param>
    /// <param name="folder">The folder for NUnit's file of results.</param>
    public static TestOutcome RunInProcessOfItsOwn(string assembly, string folder)
    {
        var file = Path.Combine(folder, $"{assembly}.xml");
        File.Delete(file);
        var run = OwnProgram.Run(Verb, assembly, file);
        return File.Exists(file)
            ? TestOutcome.Read(assembly, XDocument.Load(file))
            : TestOutcome.Crashed(assembly, run);
    }

    /// <summary>Runs the tests in this process, and writes NUnit's file of results.</summary>
    public static int Run(string assembly, string file)
    {
        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        Dictionary<string, object> settings = new() { ["WorkDirectory"] = Path.GetDirectoryName(file)! };
        runner.Load(System.Reflection.Assembly.Load(assembly), settings);
        var result = runner.Run(new Progress(), TestFilter.FromXml("<filter><cat>CUDA</cat></filter>"));
        File.WriteAllText(file, result.ToXml(recursive: true).OuterXml);
        return 0;
    }

    private sealed class Progress : ITestListener
    {
        public void TestStarted(ITest test) { }

        public void TestFinished(ITestResult result)
        {
            if (!result.Test.IsSuite && result.ResultState.Status != TestStatus.Passed)
            {
                Console.Error.WriteLine($"{result.ResultState.Status}: {result.FullName}: {result.Message}");
            }
        }

        public void TestOutput(TestOutput output) { }

        public void SendMessage(TestMessage message) { }
    }
}
