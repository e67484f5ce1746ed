using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>A real browser without a window. It opens a page, and a script that is added to it says what became of it.</summary>
internal static partial class Chromium
{
    private const int MostSeconds = 120;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Settings =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--enable-logging=stderr",
        "--virtual-time-budget=30000",
        "--dump-dom",
    ];

    /// <summary>Gets the path of the Chromium program, or null if it is not installed.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Opens a page.</summary>
    /// <param name="page">The HTML file.</param>
    /// <param name="width">The width of the page, in pixels.</param>
    /// <param name="isDark">Whether the user prefers dark pages.</param>
    /// <param name="profile">A folder for the browser's own files.</param>
    /// <param name="probe">The file in this folder with the script that looks at the page, and tells what it found.</param>
    /// <param name="library">The file of a library that the script uses; null for none.</param>
    /// <returns>The results of the probe, and the lines of the console.</returns>
    public static (JsonElement Probe, string[] Console) Open(
        string page,
        int width,
        bool isDark,
        string profile,
        string probe = "probe.js",
        string? library = null
    )
    {
        var probed = System.IO.Path.ChangeExtension(page, ".probed.html");
        var script =
            (library is null ? "" : $"{File.ReadAllText(library)}\n")
            + File.ReadAllText(Repository.PathOf("tests", "VaeMlNet.Cli.Tests", "Report", probe));
        File.WriteAllText(
            probed,
            File.ReadAllText(page).Replace("</body>\n</html>", $"<script>\n{script}</script>\n</body>\n</html>")
        );
        // A window is at least 500 pixels wide, but a frame can be narrower.
        var frame = System.IO.Path.ChangeExtension(page, ".frame.html");
        File.WriteAllText(
            frame,
            $"""
            <!doctype html>
            <html><head><meta name="color-scheme" content="light dark"></head><body>
            <iframe src="{System.IO.Path.GetFileName(probed)}" style="width:{width}px;height:900px;border:0"></iframe>
            <script>onmessage = (message) => document.documentElement.dataset.probe = message.data;</script>
            </body></html>
            """
        );
        ProcessStartInfo start = new(Path!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            .. Settings,
            $"--user-data-dir={profile}",
            "--window-size=1300,950",
            $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
            new Uri(frame).AbsoluteUri,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(MostSeconds)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The browser did not end within {MostSeconds} s.");
        }

        var found = Probe().Match(output.Result);
        Assert.That(found.Success, Is.True, $"The probe said nothing. {error.Result}");
        var json = WebUtility.HtmlDecode(found.Groups[1].Value);
        string[] console =
        [
            .. error.Result.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal)),
        ];
        return (JsonDocument.Parse(json).RootElement, console);
    }

    [GeneratedRegex("data-probe=\"([^\"]*)\"")]
    private static partial Regex Probe();
}
