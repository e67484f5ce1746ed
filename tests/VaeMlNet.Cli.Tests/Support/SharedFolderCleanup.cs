namespace VaeMlNet.Cli.Tests;

/// <summary>Deletes the shared folders after the last test of the assembly.</summary>
[SetUpFixture]
internal sealed class SharedFolderCleanup
{
    [OneTimeTearDown]
    public void Delete() => SharedFolder.DeleteAll();
}
