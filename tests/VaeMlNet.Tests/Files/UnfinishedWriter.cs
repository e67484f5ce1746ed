using VaeMlNet.Files;

namespace VaeMlNet.Tests;

/// <summary>Writes half of a file and of a folder, and waits until it is killed.</summary>
internal static class UnfinishedWriter
{
    public const string Verb = "write-half";
    public const string IsWriting = "writing";

    public static int Run(string place)
    {
        using var file = TemporaryFile.Beside(place);
        file.Stream.WriteByte(1);
        file.Stream.Flush();
        Directory.CreateDirectory(file.Folder);
        File.WriteAllText(Path.Combine(file.Folder, "part"), "half of");
        Console.WriteLine(IsWriting);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
