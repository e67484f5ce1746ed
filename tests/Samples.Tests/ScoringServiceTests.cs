using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Samples.Tests;

public sealed class ScoringServiceTests
{
    private const string Sound =
        """{"speed":1357,"flow":26.3,"pressure":2.17,"power":2.8,"temperature":40,"vibration":null,"mode":"eco"}""";

    private const string Blocked =
        """{"speed":1357,"flow":13,"pressure":2.6,"power":2.8,"temperature":40,"vibration":1,"mode":"eco"}""";

    private SampleProcess service = null!;
    private HttpClient client = null!;

    [OneTimeSetUp]
    public async Task StartService()
    {
        service = SampleProcess.Start(Repository.Root, "ScoringService", "--urls", "http://127.0.0.1:0");
        client = await ConnectAsync(service);
    }

    /// <summary>Waits until a service listens, and returns a client for it.</summary>
    internal static async Task<HttpClient> ConnectAsync(SampleProcess service)
    {
        const string mark = "Now listening on: ";
        string? line;
        do
        {
            line = await service.ReadLineAsync();
        } while (line is not null && !line.Contains(mark, StringComparison.Ordinal));

        Assert.That(line, Is.Not.Null, "the service ended");
        return new HttpClient
        {
            BaseAddress = new Uri(line![(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim()),
        };
    }

    [OneTimeTearDown]
    public void StopService()
    {
        client?.Dispose();
        service?.Dispose();
    }

    [Test]
    public async Task Health_ModelAsExported_IsHealthy() =>
        Assert.That(await client.GetStringAsync("/health"), Is.EqualTo("Healthy"));

    [Test]
    public async Task Score_TwoReadings_JudgesEachAndSaysWhy()
    {
        var verdicts = (await ScoreAsync($"[{Sound},{Blocked}]"))!.AsArray();

        Assert.That(verdicts.Select(verdict => (bool)verdict!["isAnomaly"]!), Is.EqualTo(new[] { false, true }));

        var why = verdicts[1]!["contributions"]!.AsObject();

        Assert.That(why.MaxBy(part => (float)part.Value!).Key, Is.EqualTo("Flow"));
        Assert.That(why.Sum(part => (float)part.Value!), Is.EqualTo((float)verdicts[1]!["score"]!).Within(1e-3));
        Assert.That((float)verdicts[1]!["pValue"]!, Is.LessThan((float)verdicts[0]!["pValue"]!));
    }

    [Test]
    public async Task Score_ManyRequestsAtOnce_GiveWhatEachGivesAlone()
    {
        string[] bodies =
        [
            .. Enumerable
                .Range(1, 40)
                .Select(i => $"[{Sound.Replace("26.3", $"{i}")},{Blocked.Replace("1357", $"{900 + i}")}]"),
        ];
        List<float> alone = [];
        foreach (var body in bodies)
        {
            alone.AddRange(Scores(await ScoreAsync(body)));
        }

        var together = await Task.WhenAll(bodies.Select(ScoreAsync));

        Assert.That(alone.Distinct().Count(), Is.GreaterThan(40));
        Assert.That(together.SelectMany(Scores), Is.EqualTo(alone).Within(1e-4));
    }

    [Test]
    public async Task Score_UnseenMode_IsNamed()
    {
        var verdicts = (await ScoreAsync($"[{Sound},{Sound.Replace("eco", "turbo")}]"))!.AsArray();

        Assert.That(verdicts[0]!["unseenColumns"]!.AsArray(), Is.Empty);
        Assert.That((string?)verdicts[1]!["unseenColumns"]![0], Is.EqualTo("Mode"));
    }

    [Test]
    public async Task Metrics_AfterAScore_HaveTheScorersName()
    {
        await ScoreAsync($"[{Sound}]");

        Assert.That(
            await client.GetStringAsync("/metrics"),
            Does.Match("""vaemlnet_scorer_rows_total\{.*scorer="pumps".*\} [1-9]""")
        );
    }

    [TestCase("""[{"speed":"fast"}]""", "$[0].speed", "expected numbers")]
    [TestCase("""[{"speed":1}]""", "$[0]", "lacks 'flow'")]
    [TestCase("[SOUND,{\"color\":1}]", "$[1].color", "is no field of a reading")]
    [TestCase("[HUGE]", "$[0].speed", "too large")]
    [TestCase("[null]", "$[0]", "is null")]
    [TestCase("[]", "$", "has 0 readings, expected 1 to 1000")]
    [TestCase("not json", "$", "invalid JSON")]
    public async Task Score_MalformedRequest_Gets400WithTheFieldsName(string body, string field, string message)
    {
        body = body.Replace("SOUND", Sound).Replace("HUGE", Sound.Replace("1357", "1e99"));

        using var response = await PostAsync(body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));

        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsObject();

        Assert.That(errors.Select(error => error.Key), Is.EqualTo(new[] { field }));
        Assert.That((string?)errors[field]![0], Does.Contain(message).And.Not.Contain("System."));
    }

    [Test]
    public void Service_Program_BringsNoLibtorch()
    {
        var outputs = Path.Combine(SampleProcess.FolderOf("ScoringService"), "bin");

        string[] names =
        [
            .. Directory
                .EnumerateFiles(outputs, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetFileName(path)),
        ];

        Assert.That(names, Does.Contain("VaeMlNet.dll"));
        Assert.That(names, Has.None.Contains("torch").IgnoreCase);
    }

    private async Task<JsonNode?> ScoreAsync(string body)
    {
        using var response = await PostAsync(body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return JsonNode.Parse(text);
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        client.PostAsync("/score", new StringContent(body, Encoding.UTF8, "application/json"));

    private static IEnumerable<float> Scores(JsonNode? verdicts) =>
        verdicts!.AsArray().Select(verdict => (float)verdict!["score"]!);
}
