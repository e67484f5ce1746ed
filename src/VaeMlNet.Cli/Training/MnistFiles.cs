using System.Security.Cryptography;

namespace VaeMlNet.Cli;

/// <summary>The names of the four files of MNIST, and the SHA-256 sums of their content.</summary>
internal static class MnistFiles
{
    /// <summary>The file with the 60,000 training images.</summary>
    public const string TrainImages = "train-images-idx3-ubyte";

    /// <summary>The file with the 60,000 training labels.</summary>
    public const string TrainLabels = "train-labels-idx1-ubyte";

    /// <summary>The file with the 10,000 test images.</summary>
    public const string TestImages = "t10k-images-idx3-ubyte";

    /// <summary>The file with the 10,000 test labels.</summary>
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>Gets the folder that is used without <c>--mnist</c>, below the current directory.</summary>
    public static string DefaultFolder => Path.Combine("artifacts", "mnist");

    /// <summary>Gets the SHA-256 of each file, in lower case hexadecimal.</summary>
    public static IReadOnlyDictionary<string, string> Sha256 { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TrainImages] = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            [TrainLabels] = "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            [TestImages] = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            [TestLabels] = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        };

    /// <summary>Returns a folder that contains the four files. <see cref="Verify"/> checks their content.</summary>
    /// <param name="folder">The value of <c>--mnist</c>, or null for <see cref="DefaultFolder"/>.</param>
    public static string Find(string? folder)
    {
        var found = folder ?? DefaultFolder;
        var missing = string.Join(", ", Sha256.Keys.Where(name => !File.Exists(Path.Combine(found, name))));
        return missing.Length == 0
            ? found
            : throw new CommandException(
                $"MNIST folder '{found}' does not contain MNIST: missing {missing}. "
                    + "Put the four unpacked IDX files there, or pass --mnist=FOLDER."
            );
    }

    /// <summary>Checks the content of the four files.</summary>
    public static void Verify(string folder)
    {
        foreach ((var name, var sum) in Sha256)
        {
            var path = Path.Combine(folder, name);
            var actual = InputFile.Read(path, stream => Convert.ToHexStringLower(SHA256.HashData(stream)));
            if (actual != sum)
            {
                throw new CommandException(
                    $"MNIST file '{path}' is not the original: expected SHA-256 {sum}, got {actual}. "
                        + "Download it again (unpacked, not as .gz)."
                );
            }
        }
    }
}
