using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>The requests of <c>FLChain.Gateway.http</c>, which are the examples of the OpenAPI document too.</summary>
public sealed partial class ExampleTests(GatewayWorld world)
{
    [Fact]
    public void Requests_AndRoutes_AreTheSame() =>
        Assert.Equal(Operation.Of(world).Select(operation => operation.Name).Order(StringComparer.Ordinal), RequestExamples.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void EachRequest_HasItsRoutesFormAndHeaders() => Assert.All(Operation.Of(world), operation =>
    {
        var example = RequestExamples.All[operation.Name];
        Assert.Equal(operation.Method, example.Method);
        Assert.Matches($"^{Parameter().Replace(operation.Path, "[^/?]+")}(\\?.*)?$", example.Path);
        Assert.Equal(operation.Once, example.Headers.Contains("Idempotency-Key"));
        Assert.Equal(operation.Rule!.Kind != Access.AccessKind.Open, example.Headers.Contains("Authorization"));
        Assert.Equal(operation.TakesJson, example.Body is not null);
    });

    [Fact]
    public void EachBody_IsReadAsItsOperationReadsIt()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        GatewayServices.ConfigureJson(options);
        var read = 0;
        foreach (var operation in Operation.Of(world).Where(operation => operation.TakesJson))
        {
            Assert.NotNull(RequestExamples.All[operation.Name].Body.Deserialize(operation.Body!, options));
            read++;
        }

        Assert.True(read > 25);
    }

    [Fact]
    public async Task OpenApiDocument_EachOperation_HasTheRequestAndAProblemAsExamples()
    {
        var document = await world.Anyone.GetOkAsync("/openapi/v1.json");
        foreach (var operation in Operation.Of(world))
        {
            var described = document.GetProperty("paths").GetProperty(operation.Path).GetProperty(operation.Method.ToLowerInvariant());
            if (operation.TakesJson)
            {
                var example = described.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
                Assert.True(JsonNode.DeepEquals(RequestExamples.All[operation.Name].Body, JsonNode.Parse(example.GetRawText())), operation.Name);
            }

            foreach (var response in described.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] == '4'))
            {
                var problem = response.Value.GetProperty("content").EnumerateObject().Single().Value.GetProperty("example");
                Assert.Equal(int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture), problem.GetProperty("status").GetInt32());
                Assert.Matches("^(FL|GW)[0-9]{4}$", problem.Text("code"));
            }
        }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
