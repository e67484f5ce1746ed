namespace VaeMlNet.Samples.Tests;

[Category("Long")]
public sealed class ScorePostgresTests
{
    private const int Copies = 100;
    private const int Rows = 500 * Copies;
    private const string Columns = "speed, flow, pressure, power, temperature, vibration, mode";

    private static readonly string Readings = string.Join(
        '\n',
        File.ReadAllLines(Path.Combine(SampleProcess.FolderOf("DetectOnStream"), "readings.csv"))[1..]
    );

    private PostgresServer server = null!;

    [OneTimeSetUp]
    public void StartServer() => server = PostgresServer.Start();

    [OneTimeTearDown]
    public void StopServer() => server?.Dispose();

    [SetUp]
    public void CreateTables() =>
        server.Execute(
            "DROP TABLE IF EXISTS readings, scores;"
                + string.Concat(
                    File.ReadAllText(Path.Combine(SampleProcess.FolderOf("ScorePostgres"), "README.md"))
                        .Split("```sql\n")[1]
                        .Split("```")[0]
                )
        );

    [Test]
    public async Task Run_KilledInTheMiddle_ContinuesAndScoresEachRowOnce()
    {
        for (var copy = 0; copy < Copies; copy++)
        {
            Copy(Readings);
        }

        // Each batch takes a moment, so that the program is killed between the first and the last.
        server.Execute(
            """
            CREATE OR REPLACE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
            CREATE TRIGGER slow BEFORE INSERT ON scores FOR EACH STATEMENT EXECUTE FUNCTION wait();
            """
        );
        using (var killed = SampleProcess.Start(Repository.Root, "ScorePostgres", server.Connection))
        {
            Assert.That(await killed.ReadLineAsync(), Is.EqualTo("scored before: up to id 0"));
            Assert.That(await killed.ReadLineAsync(), Is.EqualTo("10000 rows up to id 10000, 480 anomalies"));
        }

        var before = Count("scores");

        Assert.That(before, Is.InRange(10_000, Rows - 10_000), "killed while it ran");
        Assert.That(before % 10_000, Is.Zero, "no part of a batch");

        server.Execute("DROP TRIGGER slow ON scores");
        using var next = SampleProcess.Start(Repository.Root, "ScorePostgres", server.Connection);
        var (exitCode, output, error) = await next.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output, Does.Match("^scored before: up to id [1-4]0000\n"));
        Assert.That(Count("scores"), Is.EqualTo(Rows));
        Assert.That(Count("readings JOIN scores USING (id)"), Is.EqualTo(Rows));
        Assert.That(Count("scores WHERE is_anomaly"), Is.EqualTo(24 * Copies));
        Assert.That(
            Count("scores a JOIN scores b ON b.id = a.id % 500 + 500 WHERE abs(a.score - b.score) > 0.0001"),
            Is.Zero,
            "the same reading has the same score"
        );
    }

    [Test]
    public async Task Run_NewRowsWithNull_AreScoredAlone()
    {
        Copy(Readings);
        using (var first = SampleProcess.Start(Repository.Root, "ScorePostgres", server.Connection))
        {
            Assert.That((await first.EndAsync()).ExitCode, Is.Zero);
        }

        Copy("936,20.082,0.991,1.067,,,eco\n936,20.082,0.991,1.067,0,1.322,eco");
        using var next = SampleProcess.Start(Repository.Root, "ScorePostgres", server.Connection);
        var (exitCode, output, _) = await next.EndAsync();

        Assert.That(
            (exitCode, output),
            Is.EqualTo((0, "scored before: up to id 500\n2 rows up to id 502, 1 anomalies\n"))
        );
        Assert.That(
            server.Query<bool>("SELECT is_anomaly FROM scores WHERE id = 502"),
            Is.True,
            "a temperature of 0 is none that is missing"
        );
    }

    [Test]
    public async Task Run_TableThatIsMissing_NamesIt()
    {
        server.Execute("DROP TABLE scores");
        using var sample = SampleProcess.Start(Repository.Root, "ScorePostgres", server.Connection);

        var (exitCode, _, error) = await sample.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("PostgreSQL: ").And.Contain("\"scores\""));
    }

    private void Copy(string rows) => server.Copy($"COPY readings ({Columns}) FROM STDIN (FORMAT csv)", rows + "\n");

    private long Count(string from) => server.Query<long>($"SELECT count(*) FROM {from}");
}
