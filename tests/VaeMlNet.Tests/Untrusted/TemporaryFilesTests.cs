using System.Diagnostics;

namespace VaeMlNet.Tests;

public sealed class TemporaryFilesTests
{
    [Test]
    public void Steps_InAProcessThatDisposesNothing_LeaveNoTemporaryFile()
    {
        using var temporary = new TemporaryFolder();

        using Process child = ChildProcess.Start(temporary.Path, StepUser.Verb, TinyModel.Gaussian.Folder);
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        string rows = $"{ContractCases.Subjects().Count() * StepUser.RowsPerStep}";
        Assert.That((output.Trim(), child.ExitCode), Is.EqualTo((rows, 0)), child.StandardError.ReadToEnd());
        Assert.That(temporary.Entries, Is.Empty);
    }
}
