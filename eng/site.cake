// Builds the site: the Markdown pages of the repository and the API pages, with VitePress. Only this target needs its npm packages.

const string SiteSource = "artifacts/site-source";

/// The pages. Each README.md is the page of its folder.
static readonly string[] SitePages = { "*.md", "docs/**/*.md", "notebooks/*.md", "samples/**/*.md", "src/*/*.md", "templates/*.md" };

/// Builds the site into artifacts/site, and checks it. Links to files that are not pages lead to the address, or are plain text if it is empty.
void BuildSite(string configuration, string address, string root, string screenshots)
{
    Dotnet("build", "eng/ApiPages", "--configuration", configuration, "--verbosity", "quiet");
    CopySite();
    Dotnet($"eng/ApiPages/bin/{configuration}/net10.0/ApiPages.dll", $"{SiteSource}/api");
    InstallSite();
    var environment = new Dictionary<string, string> { ["SITE_REPOSITORY"] = address, ["SITE_BASE"] = root };
    RunNode(environment, "node_modules/vitepress/bin/vitepress.js", "build");
    string[] pictures = screenshots == "" ? new string[0] : new[] { $"--screenshots={MakeAbsolute(Directory(screenshots))}" };
    RunNode(environment, new[] { "check.mjs", "../site" }.Concat(pictures).ToArray());
}

/// Copies the site's configuration, the pages and their pictures. node_modules stays.
void CopySite()
{
    EnsureDirectoryExists(SiteSource);
    foreach (var folder in GetSubDirectories(SiteSource).Where(folder => folder.GetDirectoryName() != "node_modules"))
        DeleteDirectory(folder, new DeleteDirectorySettings { Recursive = true, Force = true });
    DeleteFiles($"{SiteSource}/*.*");
    CopyDirectory("eng/site", SiteSource);
    foreach (string pattern in SitePages)
    {
        foreach (FilePath page in GetFiles(pattern, new GlobberSettings { Predicate = folder => folder.Path.GetDirectoryName() is not ("bin" or "obj") }))
            CopyToSite(page, page.GetFilename().FullPath == "README.md" ? "index.md" : page.GetFilename().FullPath);
    }
    CopyDirectory("docs/images", $"{SiteSource}/docs/images");
    EnsureDirectoryExists($"{SiteSource}/public");
    CopyFile("docs/images/icon.svg", $"{SiteSource}/public/icon.svg");
}

void CopyToSite(FilePath page, string name)
{
    if (name.EndsWith(".received.md"))
        return;
    DirectoryPath folder = MakeAbsolute(Directory(SiteSource)).Combine(MakeAbsolute(Directory(".")).GetRelativePath(page.GetDirectory()));
    EnsureDirectoryExists(folder);
    CopyFile(page, folder.CombineWithFilePath(name));
}

/// Installs the npm packages of package.json, unless they are there. Their scripts are not executed. There is no lock file: it would name the
/// packages of one system only, where a package source has no others.
void InstallSite()
{
    string installed = $"{SiteSource}/node_modules/installed.json";
    string wanted = $"{SiteSource}/package.json";
    if (FileExists(installed) && System.IO.File.ReadAllText(installed) == System.IO.File.ReadAllText(wanted))
        return;
    Information("Installing the npm packages of the site");
    RunNpm(SiteSource, "read the pages in docs/", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund");
    CopyFile(wanted, installed);
}

void RunNode(Dictionary<string, string> environment, params string[] arguments)
{
    var settings = new ProcessSettings { Arguments = Arguments(arguments), WorkingDirectory = SiteSource, EnvironmentVariables = environment };
    int exitCode = StartProcess("node", settings);
    if (exitCode != 0)
        throw new CakeException($"node {arguments[0]} ended with exit code {exitCode}. Its message is above.");
}

/// Returns the address of the clone's remote without '.git', or an empty text if it is not on the web.
string RemoteAddress()
{
    var settings = new ProcessSettings { Arguments = "remote get-url origin", RedirectStandardOutput = true, RedirectStandardError = true };
    StartProcess("git", settings, out var output, out _);
    string address = output.FirstOrDefault() ?? "";
    return address.StartsWith("https://") ? System.Text.RegularExpressions.Regex.Replace(address, @"\.git$", "") : "";
}
