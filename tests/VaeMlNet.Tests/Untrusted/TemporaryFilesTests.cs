using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Tests;

public sealed class TemporaryFilesTests
{
    /// <summary>Longer than the time after which ONNX Runtime's telemetry first connects.</summary>
    private const double SecondsToStay = 12;

    [Test]
    [Proves(15)]
    public void Steps_InAProcessThatDisposesNothing_LeaveNoTemporaryFile()
    {
        var start = Start(secondsToStay: 0);
        using var watch = new TelemetryWatch(start);

        Run(start);

        Assert.That(watch.Files, Is.Empty);
    }

    [Test]
    [Category("Long")]
    public void Steps_InAProcessThatStays_WriteNothingIntoTheHomeFolderAndConnectToNothing()
    {
        var start = Start(SecondsToStay);
        using var watch = new TelemetryWatch(start);

        Run(start);

        Assert.Multiple(() =>
        {
            Assert.That(watch.Files, Is.Empty);
            Assert.That(watch.Connections, Is.Empty);
        });
    }

    [Test]
    [Category("Long")]
    [Platform("Linux")]
    public void Steps_InAProcessThatStays_OpenNoFileForWritingAndNoSocketOfTheNetwork()
    {
        var start = Start(SecondsToStay);
        using var watch = new TelemetryWatch(start);

        var calls = SystemCalls.Trace(start);

        calls.Run.Succeeded();
        // The first is .NET's, which names its threads; the second has the fixtures that the child makes for itself.
        var fixtures = Path.Combine(TestContext.CurrentContext.TestDirectory, "Calibrated");

        Assert.Multiple(() =>
        {
            Assert.That(
                calls.WrittenPaths.Where(path =>
                    !path.StartsWith("/proc/self/task/", StringComparison.Ordinal)
                    && !path.StartsWith(fixtures, StringComparison.Ordinal)
                ),
                Is.Empty
            );
            // ONNX Runtime opens the socket of the system's log, where it writes nothing.
            Assert.That(
                calls.NetworkCalls.Where(call => !call.Contains("sun_path=\"/dev/log\"", StringComparison.Ordinal)),
                Is.Empty
            );
        });
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "On Windows the variable does not decide whether telemetry is collected.")]
    public void Steps_InAProcessWhoseUserWantsTelemetry_LeaveItOn()
    {
        var start = Start(secondsToStay: 0);
        using var watch = new TelemetryWatch(start);
        start.Environment["ORT_DISABLE_TELEMETRY"] = "0";

        Run(start);

        // Which also shows that the other tests watch the right folders, and that this ONNX Runtime has telemetry.
        Assert.That(watch.Files, Has.Some.EndsWith("onnxruntime.db"));
    }

    private static ProcessStartInfo Start(double secondsToStay) =>
        ChildProcess.Describe(
            StepUser.Verb,
            TinyModel.Gaussian.Folder,
            secondsToStay.ToString(CultureInfo.InvariantCulture)
        );

    private static void Run(ProcessStartInfo start)
    {
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        var rows = $"{ContractCases.Subjects().Count() * StepUser.RowsPerStep}";
        Assert.That((output.Trim(), child.ExitCode), Is.EqualTo((rows, 0)), errors.Result);
    }
}
