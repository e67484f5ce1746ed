namespace VaeMlNet.Tests;

/// <summary>Writes models over each other in one place until it is killed.</summary>
internal static class EndlessWriter
{
    public const string Verb = "write";

    /// <summary>Prints a line after each model that is in place.</summary>
    public static int Run(string folder, string[] models)
    {
        for (var i = 0; ; i++)
        {
            var model = models[i % models.Length];
            ModelFolderWriter.Write(folder, target => Copy(model, target));
            Console.WriteLine(model);
        }
    }

    private static void Copy(string model, string target)
    {
        foreach (var file in ChecksumFile.RelativeFiles(model).Where(f => f != ChecksumFile.Name))
        {
            var destination = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.Copy(Path.Combine(model, file), destination);
        }
    }
}
