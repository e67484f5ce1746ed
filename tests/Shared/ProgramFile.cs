namespace VaeMlNet.Tests.Shared;

/// <summary>Writes programs that a test starts at once.</summary>
public static class ProgramFile
{
    /// <summary>Writes a script that the user can run. On Windows, it is only written.</summary>
    /// <remarks>
    /// Another process writes the file. A process that a parallel test starts while this one has the file open inherits it for a
    /// moment, and Linux refuses to run a file that is open for writing ("Text file busy").
    /// </remarks>
    public static void Write(string path, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(path, text);
            return;
        }

        var draft = $"{path}.draft";
        File.WriteAllText(draft, text);
        ProgramRun.Run("install", null, "-m", "700", draft, path)!.Succeeded();
        File.Delete(draft);
    }
}
