// A web API that scores JSON rows: POST /score, GET /health, and GET /metrics for Prometheus. The setting "VaeScorers:pumps:ModelFolder" names
// another model folder, and "VaeScorers:pumps:Session:Device" the device to run on, such as cuda:0.
// With the setting "SeriesModel", it also scores rows of time series: POST /series/{name}.
using OpenTelemetry.Metrics;
using ScoringService;
using VaeMlNet;
using VaeMlNet.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder
    .Services.AddVaeScorer("pumps", Path.Combine(AppContext.BaseDirectory, "model"))
    .AddVaeScorers(builder.Configuration.GetSection("VaeScorers"));
builder.Services.AddHealthChecks().AddVaeScorers();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("VaeMlNet").AddPrometheusExporter());

var seriesModel = builder.Configuration["SeriesModel"];
if (seriesModel is not null)
{
    builder.Services.AddSingleton(_ => new SeriesScorer(
        seriesModel,
        builder.Configuration["SeriesState"] ?? "series.state"
    ));
    builder.Services.AddHostedService(services => services.GetRequiredService<SeriesScorer>());
}

var app = builder.Build();
app.UseExceptionHandler();
app.MapHealthChecks("/health");
app.MapPrometheusScrapingEndpoint();
app.MapPost(
    "/score",
    async (HttpRequest request, [FromKeyedServices("pumps")] VaeHostedScorer scorer) =>
    {
        var readings = await ReadingsRequest.ReadAsync(request.Body, request.HttpContext.RequestAborted);
        return readings.Errors.Count == 0
            ? Results.Ok(scorer.Score(readings.Rows))
            : Results.ValidationProblem(readings.Errors, title: "The readings could not be scored.");
    }
);
if (seriesModel is not null)
{
    app.MapPost(
        "/series/{name}",
        (string name, SeriesRow row, SeriesScorer scorer) =>
        {
            try
            {
                return scorer.Score(name, row) is { } verdict
                    ? Results.Ok(verdict)
                    : Results.Problem(
                        $"Series '{name}' already has a row of {row.Time:O} or later. This row was not added.",
                        statusCode: StatusCodes.Status409Conflict
                    );
            }
            catch (VaeRowException e)
            {
                // The message names the folder of the model, which is not for clients.
                return Results.Problem(
                    $"'{e.ColumnName}': {e.Requirement ?? "the value cannot be used"}.",
                    statusCode: StatusCodes.Status400BadRequest
                );
            }
            catch (ArgumentException e)
            {
                return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        }
    );
}

app.Run();
